// Plotly writes the texts of its 3-D chart on a canvas and reads them back, which the browser
// advises about in the console unless it is told beforehand.
(function () {
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    return original.call(this, kind, kind === "2d" ? { willReadFrequently: true, ...options } : options);
  };
})();
