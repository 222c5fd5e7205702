/* Cluster Prediction: the address <=> the three inputs. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const NAMES = ["r", "f", "m"];

  function asked(search) {
    const address = new URLSearchParams(search || "");
    if (!NAMES.some(function (name) { return address.has(name); })) return null;
    return NAMES.map(function (name) { return (address.get(name) || "").slice(0, 40); });
  }

  function written(search, values) {
    const address = new URLSearchParams(search || "");
    NAMES.forEach(function (name, place) { address.set(name, values[place]); });
    return "?" + address.toString();
  }

  /* The sentence beside a value is read out with it; the input component has no such property. */
  function tie() {
    ["recency", "frequency", "monetary"].forEach(function (name) {
      const box = document.getElementById("prediction-" + name);
      if (box) box.setAttribute("aria-describedby", "prediction-" + name + "-note");
    });
  }

  dash.prediction = {
    /* -> [search, r, f, m, {values, typical}].
       Placing writes the inputs into the address; otherwise (arrival, Back, Forward) the address
       fills the inputs, and the medians do where it holds no values. */
    address: function (search, _clicks, _r, _f, _m, typical, r, f, m, pathname) {
      const same = window.dash_clientside.no_update;
      const nothing = [same, same, same, same, same];
      if ((pathname || "").replace(/\/+$/, "") !== "/prediction") return nothing;
      tie();
      const changed = window.dash_clientside.callback_context.triggered.map(function (each) {
        return each.prop_id;
      });
      const isPlaced = changed.some(function (each) {
        return each.endsWith(".n_clicks") || each.endsWith(".n_submit");
      });
      if (isPlaced) {
        const values = [r, f, m].map(function (value) { return String(value || "").trim(); });
        const address = written(search, values);
        const moved = address === search ? same : address;
        return [moved].concat(values, [{ values: values, typical: false }]);
      }
      const values = asked(search);
      const isOnlyTypical = changed.length === 1 && changed[0] === "prediction-typical.data";
      if (values && isOnlyTypical) return nothing;
      const shown = values || typical;
      if (!shown) return nothing;
      return [same].concat(shown, [{ values: shown, typical: !values }]);
    },
  };
})();
