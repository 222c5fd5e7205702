/* The picture of a chart, for a button that the keyboard reaches. */
(function () {
  "use strict";
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
