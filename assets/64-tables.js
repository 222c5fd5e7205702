/* General Segmentation of a customer table: the address <=> its controls. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const NAMES = ["cluster", "x", "y", "axes"];
  const DEFAULTS = { cluster: "", x: "*", y: "*", axes: "log" };
  const same = function () { return window.dash_clientside.no_update; };

  function read(search) {
    const asked = new URLSearchParams(search || "");
    const state = {};
    NAMES.forEach(function (name) {
      state[name] = (asked.get(name) || DEFAULTS[name]).slice(0, 80);
    });
    if (state.axes !== "linear") state.axes = "log";
    return state;
  }

  function write(search, state) {
    const asked = new URLSearchParams(search || "");
    NAMES.forEach(function (name) {
      if (state[name] && state[name] !== DEFAULTS[name]) asked.set(name, state[name]);
      else asked.delete(name);
    });
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  dash.tables = {
    /* -> [search, x, y, axes, cluster]. The address wins when it changed (arrival, Back,
       Forward); otherwise the controls do. */
    address: function (search, x, y, axes, picked, cluster, pathname, shown) {
      const changed = window.dash_clientside.callback_context.triggered.map(function (each) {
        return each.prop_id;
      });
      const arrived = !changed.length || changed.includes("tablegeneral-address.search");
      if (pathname !== "/" || (!arrived && !shown)) return Array(5).fill(same());
      let state;
      if (arrived) {
        state = read(search);
      } else {
        state = { cluster: cluster || "", x: x || "*", y: y || "*", axes: axes };
        if (changed.includes("tablegeneral-picked.data")) state.cluster = (picked || {}).group || "";
      }
      const written = write(search, state);
      return [
        arrived || written === (search || "") ? same() : written,
        state.x, state.y, state.axes, state.cluster,
      ];
    },
  };
})();
