/* What is heavy and not on every page is fetched when it is first drawn: plotly, and the grid. Where
   they are stands at the script element that brings this file. */
(function () {
  "use strict";
  const where = document.currentScript.dataset;
  const React = window.React;

  /* Dash's chart takes `window.Plotly`, or waits for it where it is a promise. */
  let fetching = null;
  Object.defineProperty(window, "Plotly", {
    configurable: true,
    get: function () {
      fetching = fetching || import(where.plotly).then(function (bundle) {
        Object.defineProperty(window, "Plotly", { value: bundle.default, writable: true });
      });
      return fetching;
    },
  });

  /* Most visitors open a chart: once the page is at rest, plotly comes on its own, unused. */
  function fetchSoon() {
    where.soon.split(" ").forEach(function (address) {
      const link = document.createElement("link");
      link.rel = "modulepreload";
      link.href = address;
      document.head.appendChild(link);
    });
  }
  const whenIdle = window.requestIdleCallback || window.setTimeout;
  window.addEventListener("load", function () {
    window.setTimeout(function () { whenIdle(fetchSoon); }, 2000);
  });

  function fetchScript(address) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  /* The grid's component and its functions, which are there once a grid is drawn. Dash asks whether
     the component `isReady` before it runs the callbacks of what was drawn. */
  function gridLater() {
    let isReady = null;
    let fetched = null;
    let arrived = null;
    const arrival = new Promise(function (resolve) { arrived = resolve; });
    function fetchOnce() {
      fetched = fetched || fetchScript(where.grid).then(function () {
        const brought = window.dash_ag_grid;
        // The stand-in stays: another component in its place would be drawn anew.
        window.dash_ag_grid = Object.assign({}, brought, { AgGrid: Later });
        arrived(brought);
        return { default: brought.AgGrid };
      });
      return fetched;
    }
    const Lazy = React.lazy(fetchOnce);
    function Later(properties) {
      return React.createElement(
        React.Suspense, { fallback: null }, React.createElement(Lazy, properties)
      );
    }
    Object.defineProperty(Later, "_dashprivate_isLazyComponentReady", {
      get: function () {
        isReady = isReady || fetchOnce().then(function () { isReady = true; });
        return isReady;
      },
    });
    return {
      AgGrid: Later,
      getApiAsync: function (...asked) {
        return arrival.then(function (brought) { return brought.getApiAsync(...asked); });
      },
    };
  }

  window.dash_ag_grid = gridLater();
})();
