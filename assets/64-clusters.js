/* Clusters: what a chart of the comparison is to show. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});

  dash.clusters = {
    /* Data set, theme and algorithm, or nothing as long as nobody saw the card. */
    ask: function (seen, shown, theme, algorithm) {
      if (!seen || !shown || !theme || !algorithm) return window.dash_clientside.no_update;
      return [shown, theme, algorithm];
    },
  };
})();
