/* Cluster Prediction for tables: the address <=> the fields of the form; and a file to place. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const PREFIX = "v.";
  const MOST_BYTES = 25000000;

  function asked(search) {
    const values = {};
    new URLSearchParams(search || "").forEach(function (text, key) {
      if (key.startsWith(PREFIX)) values[key.slice(PREFIX.length)] = text.slice(0, 80);
    });
    return values;
  }

  function written(search, values) {
    const address = new URLSearchParams(search || "");
    Array.from(address.keys()).forEach(function (key) {
      if (key.startsWith(PREFIX)) address.delete(key);
    });
    Object.keys(values).forEach(function (name) { address.set(PREFIX + name, values[name]); });
    const text = address.toString();
    return text ? "?" + text : "";
  }

  function text(id) {
    return JSON.stringify({ name: id.name, type: id.type });
  }

  /* A choice shows its first option, "typical", for a blank. */
  function nothing(id) {
    const box = document.getElementById(text(id));
    return box && box.tagName === "SELECT" ? " " : "";
  }

  /* The sentence beside a value is read out with it; the input component has no such property. */
  function tie(ids) {
    ids.forEach(function (id) {
      const box = document.getElementById(text(id));
      const note = text({ name: id.name, type: "prediction-attribute-note" });
      if (box) box.setAttribute("aria-describedby", note);
    });
  }

  dash.columns = {
    /* -> [search, what is given, the fields' values]. Placing writes the fields into the address;
       otherwise (arrival, Back, Forward) the address fills the fields. */
    address: function (search, _clicks, _submits, ids, values, pathname, given) {
      const same = window.dash_clientside.no_update;
      const untouched = ids.map(function () { return same; });
      const isHere = (pathname || "").replace(/\/+$/, "") === "/prediction";
      if (!isHere || ids.length === 0) return [same, same, untouched];
      window.requestAnimationFrame(function () { tie(ids); });
      const isPlaced = window.dash_clientside.callback_context.triggered.some(function (each) {
        return /\.n_(clicks|submit)$/.test(each.prop_id) && each.value;
      });
      let shown = asked(search);
      let moved = same;
      let filled = untouched;
      if (isPlaced) {
        shown = {};
        ids.forEach(function (id, place) {
          const value = String(values[place] || "").trim();
          if (value) shown[id.name] = value;
        });
        const address = written(search, shown);
        moved = address === (search || "") ? same : address;
      } else {
        filled = ids.map(function (id) { return shown[id.name] || nothing(id); });
      }
      const isSame = given && JSON.stringify(given) === JSON.stringify(shown);
      return [moved, isSame && !isPlaced ? same : shown, filled];
    },

    /* What was chosen -> [what is sent, nothing: the same file can be chosen again]. */
    sent: function (contents, name) {
      const same = window.dash_clientside.no_update;
      if (!contents) return [same, same];
      const bytes = (contents.length - contents.indexOf(",")) * 0.75;
      if (bytes > MOST_BYTES + 3) return [{ name: name, is_too_large: true }, null];
      return [{ name: name, contents: contents }, null];
    },
  };
})();
