/* Charts are drawn when they come near the window; and a picture of one, for a button that the
   keyboard reaches. */
(function () {
  "use strict";
  const watched = new WeakSet();
  let planned = false;

  const nearby = new IntersectionObserver(
    function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        nearby.unobserve(entry.target);
        window.dash_clientside.set_props(entry.target.dataset.lazy, { data: true });
      });
    },
    { rootMargin: "300px 0px" }
  );

  const dash = (window.dash_clientside = window.dash_clientside || {});
  dash.charts = {
    /* What a chart is to show, or nothing as long as nobody saw its card or there are no data. */
    ask: function (seen, data, ...others) {
      return seen && data ? [data, ...others] : window.dash_clientside.no_update;
    },
  };

  function watch() {
    planned = false;
    document.querySelectorAll("[data-lazy]").forEach(function (card) {
      if (watched.has(card)) return;
      watched.add(card);
      nearby.observe(card);
    });
  }

  new MutationObserver(function () {
    if (planned) return;
    planned = true;
    window.requestAnimationFrame(watch);
  }).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-picture-of]");
    if (!button || !window.Plotly) return;
    const holder = document.getElementById(button.dataset.pictureOf);
    const chart = holder && holder.querySelector(".js-plotly-plot");
    if (!chart) return;
    const background = getComputedStyle(document.documentElement)
      .getPropertyValue("--csd-surface").trim();
    const picture = {
      data: chart.data,
      layout: Object.assign({}, chart.layout, { paper_bgcolor: background }),
    };
    window.Plotly.downloadImage(picture, {
      format: "png",
      scale: 2,
      width: chart.clientWidth,
      height: chart.clientHeight,
      filename: button.dataset.pictureOf.replace(/-graph$/, ""),
    });
  });
})();
