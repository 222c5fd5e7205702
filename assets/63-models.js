/* Models: what a chart of the back-test is to show. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});

  dash.models = {
    /* Data set and theme, or nothing as long as nobody saw the card. */
    ask: function (seen, data, theme) {
      if (!seen || !data || !theme) return window.dash_clientside.no_update;
      return [data, theme];
    },
  };
})();
