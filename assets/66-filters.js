/* The filter by an attribute: the address <=> its controls. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const PARTS = ["where", "is", "from", "to"];
  const LONGEST = 200;
  const NOT_CHOSEN = "*";
  const same = function () { return window.dash_clientside.no_update; };

  function kept(given) {
    const state = {};
    PARTS.forEach(function (part) {
      const text = (given[part] || "").trim().slice(0, LONGEST);
      if (text && text !== NOT_CHOSEN) state[part] = text;
    });
    return state.where ? state : {};
  }

  function read(search) {
    return kept(Object.fromEntries(new URLSearchParams(search || "")));
  }

  function write(search, state) {
    const asked = new URLSearchParams(search || "");
    PARTS.forEach(function (part) {
      if (state[part]) asked.set(part, state[part]);
      else asked.delete(part);
    });
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  dash.filters = {
    /* -> [search, attribute, value, from, to, what is asked for]. The address wins when it changed
       (arrival, Back, Forward); otherwise the controls do. Another attribute has other values. */
    address: function (search, where, level, low, high, removed, cleared, chosen, pathname, shown) {
      const changed = window.dash_clientside.callback_context.triggered.map(function (each) {
        return each.prop_id;
      });
      const has = function (ending) {
        return changed.some(function (each) { return each.endsWith(ending); });
      };
      const arrived = !changed.length || has("-address.search");
      if (pathname !== "/" || (!arrived && !shown)) return Array(6).fill(same());
      let state;
      if (arrived) state = read(search);
      else if (has(".n_clicks")) state = removed || cleared ? {} : kept(chosen || {});
      else if (has("-where.value")) state = kept({ where: where });
      else state = kept({ where: where, is: level, from: low, to: high });
      const written = write(search, state);
      const is_new = JSON.stringify(state) !== JSON.stringify(kept(chosen || {}));
      const changedOf = function (before, now) { return before === now ? same() : now; };
      return [
        arrived || written === (search || "") ? same() : written,
        changedOf(where, state.where || NOT_CHOSEN),
        changedOf(level, state.is || NOT_CHOSEN),
        changedOf(low || "", state.from || ""),
        changedOf(high || "", state.to || ""),
        is_new ? state : same(),
      ];
    },
  };
})();
