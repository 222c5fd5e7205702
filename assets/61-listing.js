/* The list of customers: its filters, columns and order, as its address holds them. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const same = function () { return window.dash_clientside.no_update; };
  const NOT_CHOSEN = "*";
  const BETWEEN = "..";
  const unless = function (text, before) { return text === (before || "") ? same() : text; };

  /* The grid of a section, as soon as it is there; going back draws the page anew, and its grid. */
  function withGrid(section, then) {
    window.dash_ag_grid.getApiAsync(section.replace(/-section$/, "")).then(function (api) {
      if (!api.isDestroyed()) then(api);
    }).catch(function () { /* the page was left meanwhile */ });
    return same();
  }

  /* The order of a grid as the address has it: "-monetary,recency_days". */
  function orderOf(api) {
    return api.getColumnState()
      .filter(function (each) { return each.sort; })
      .sort(function (one, other) { return one.sortIndex - other.sortIndex; })
      .map(function (each) { return (each.sort === "desc" ? "-" : "") + each.colId; })
      .join(",");
  }

  function namesOf(columns) {
    return (columns || []).map(encodeURIComponent).join(",");
  }

  function removed(changed, asked) {
    changed.forEach(function (each) {
      if (!each.value) return;
      const key = JSON.parse(each.prop_id.replace(/\.n_clicks$/, "")).key;
      asked.delete(key);
      // Segments of another scheme have other names.
      if (key === "scheme") asked.delete("segment");
    });
  }

  dash.listing = {
    is_narrow: function () { return window.matchMedia("(max-width: 575.98px)").matches; },

    /* Other customers, or other columns of them, are shown: the rows are asked for again. */
    ask_again: function () {
      const section = window.dash_clientside.callback_context.outputs_list.id;
      return withGrid(section, function (api) { api.purgeInfiniteCache(); });
    },

    /* The address says another order, as after Back. */
    apply_sort: function (sort) {
      const section = window.dash_clientside.callback_context.outputs_list.id;
      return withGrid(section, function (api) {
        if (orderOf(api) === (sort || "")) return;
        const state = (sort || "").split(",").filter(Boolean).map(function (each, place) {
          const isDescending = each.startsWith("-");
          return { colId: isDescending ? each.slice(1) : each, sortIndex: place,
            sort: isDescending ? "desc" : "asc" };
        });
        api.applyColumnState({ state: state, defaultState: { sort: null } });
      });
    },

    /* Somebody sorted by hand. */
    sorted: function (event, sort) {
      return event ? unless(event.data, sort) : same();
    },

    /* The columns that were chosen; nothing where they are the usual ones. */
    columns: function (chosen, usual, before) {
      const isUsual = chosen.length === usual.length &&
        chosen.every(function (each) { return usual.includes(each); });
      return unless(isUsual ? "" : namesOf(chosen), before);
    },

    /* The address of the file with what one sees. */
    file: function (token, filters, search, sort, columns) {
      if (!token) return same();
      const asked = new URLSearchParams(filters || "");
      asked.set("data", token.name);
      if (search) asked.set("q", search);
      if (sort) asked.set("sort", sort);
      asked.set("columns", namesOf(columns));
      return "/customers.csv?" + asked.toString();
    },

    /* [the fields of a filter, the clicks on chips, the click that clears all, the column, whether
       the fields of levels and of ranges are hidden, the filters] -> [the filters, the search]. */
    filter: function (level, low, high, part, _chips, _clear, by, noLevel, noRange, filters) {
      const changed = window.dash_clientside.callback_context.triggered;
      const clicks = changed.filter(function (each) { return each.prop_id.endsWith(".n_clicks"); });
      const asked = new URLSearchParams(filters || "");
      if (clicks.some(function (each) { return each.value && each.prop_id[0] !== "{"; })) {
        return ["", ""];
      }
      if (clicks.length) {
        removed(clicks, asked);
      } else if (by && by !== NOT_CHOSEN) {
        let text = (part || "").trim();
        if (!noLevel) text = level === NOT_CHOSEN ? "" : level;
        if (!noRange) text = low || high ? (low || "").trim() + BETWEEN + (high || "").trim() : "";
        if (text) asked.set(by, text);
        else asked.delete(by);
      }
      const before = new URLSearchParams(filters || "").toString();
      return [asked.toString() === before ? same() : asked.toString(), same()];
    },
  };

  const grids = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  grids.sortedByHand = function (params, tell) {
    if (params.source === "uiColumnSorted") tell(orderOf(params.api));
  };
})();
