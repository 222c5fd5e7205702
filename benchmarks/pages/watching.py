"""The scripts that watch a page from its first moment on."""

from typing import Final

# A chart is drawn once plotly holds traces for it and has drawn them; only the window counts. The
# first screen is whole when the last chart is drawn and the page has its last element.
WATCH: Final = """
(function () {
  let paint = 0, whole = 0, known = 0, elements = 0;
  new PerformanceObserver(function (list) {
    list.getEntries().forEach(function (each) { paint = each.startTime; });
  }).observe({ type: "largest-contentful-paint", buffered: true });
  function look() {
    const charts = Array.from(document.querySelectorAll(".js-plotly-plot")).filter(
      function (chart) {
        const place = chart.getBoundingClientRect();
        const isSeen = place.width > 0 && place.top < window.innerHeight && place.bottom > 0;
        return isSeen && (chart._fullData || []).length && chart.querySelector(".main-svg");
      });
    const count = document.querySelectorAll("*").length;
    if (charts.length > known || count > elements) whole = performance.now();
    known = Math.max(known, charts.length);
    elements = Math.max(elements, count);
    requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
  window.watchedVisit = function () {
    return {
      paint: paint, whole: whole, charts: known, nodes: document.querySelectorAll("*").length,
    };
  };
})();
"""

# Clicks the row of a segment, and tells when its chip and the first sentence say its name.
CLICK: Final = """
const [name, done] = arguments;
const chip = document.querySelector(".chip-field");
const said = document.querySelector(".lead-sentence");
const row = Array.from(document.querySelectorAll(".row-button")).find(function (each) {
  return each.innerText.trim().startsWith(name);
});
const begun = performance.now();
row.click();
(function look() {
  const isTold = !chip.hidden && chip.innerText.includes(name) && said.innerText.includes(name);
  if (isTold || performance.now() - begun > 10000) done(performance.now() - begun);
  else requestAnimationFrame(look);
})();
"""
