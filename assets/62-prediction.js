/* Cluster Prediction: the address <=> the fields of the form; and a file to place. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const PREFIX = "v.";
  const MOST_BYTES = 25000000;

  /* The fields of the form as the codec of addresses takes them, with those that an address asks
     for though there are none. Where something is typical, an empty text is not nothing. */
  function fieldsOf(search, ids, typical) {
    const others = Array.from(new URLSearchParams(search || "").keys()).filter(function (key) {
      return key.startsWith(PREFIX);
    });
    const keys = new Set(ids.map(function (id) { return id.key; }).concat(others));
    return Array.from(keys, function (key) {
      return { name: key, initial: null, blank: key in typical };
    });
  }

  /* What an address gives, by key. */
  function asked(search, fields) {
    const given = Object.entries(dash.address.read(search, fields));
    return Object.fromEntries(given.filter(function (each) { return each[1] !== null; }));
  }

  function text(id) {
    return JSON.stringify({ key: id.key, type: id.type });
  }

  /* What an empty field shows; a choice shows its first option, "typical", for a blank. */
  function nothing(id) {
    const box = document.getElementById(text(id));
    return box && box.tagName === "SELECT" ? " " : "";
  }

  /* The sentence beside a value is read out with it; the input component has no such property. */
  function tie(ids) {
    ids.forEach(function (id) {
      const box = document.getElementById(text(id));
      const note = text({ key: id.key, type: "prediction-note" });
      if (box) box.setAttribute("aria-describedby", note);
    });
  }

  /* What takes the file lies unseen behind the button, without a name and in the way of Tab. */
  function nameFile() {
    if (!document.querySelector(".file-panel")) return;
    const field = document.querySelector(".file-drop input[type=file]");
    if (!field) {
      /* Dash fetches what takes files only when a page has it. */
      window.setTimeout(nameFile, 100);
      return;
    }
    const button = field.parentElement.querySelector("button");
    field.setAttribute("aria-label", "File of customers to place");
    field.setAttribute("aria-describedby", button.getAttribute("aria-describedby"));
    field.tabIndex = -1;
  }

  dash.prediction = {
    /* -> [search, what is given, the fields' values]. Placing writes the fields into the address;
       otherwise (arrival, Back, Forward) the address fills the fields, and what is typical does
       where it holds no values. */
    address: function (search, _clicks, _submits, ids, values, typical, pathname, given) {
      const same = window.dash_clientside.no_update;
      const untouched = ids.map(function () { return same; });
      const isHere = (pathname || "").replace(/\/+$/, "") === "/prediction";
      if (!isHere || ids.length === 0) return [same, same, untouched];
      window.requestAnimationFrame(function () { tie(ids); nameFile(); });
      const fields = fieldsOf(search, ids, typical || {});
      const isPlaced = window.dash_clientside.callback_context.triggered.some(function (each) {
        return /\.n_(clicks|submit)$/.test(each.prop_id) && each.value;
      });
      if (isPlaced) {
        const typed = {};
        ids.forEach(function (id, place) {
          const value = String(values[place] || "").trim();
          if (value || id.key in typical) typed[id.key] = value;
        });
        const address = dash.address.write(search, fields, typed);
        return [address === (search || "") ? same : address, typed, untouched];
      }
      const shown = asked(search, fields);
      const instead = Object.keys(shown).length ? {} : typical;
      const filled = ids.map(function (id) {
        return shown[id.key] || instead[id.key] || nothing(id);
      });
      const isSame = given && JSON.stringify(given) === JSON.stringify(shown);
      return [same, isSame ? same : shown, filled];
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
