/* General Segmentation: the address <=> the controls, and what a click on a chart means. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const DEFAULTS = { view: "segments", scheme: "grid", measure: "customers", axes: "log", group: "" };
  const CHOICES = { view: ["segments", "clusters"], measure: ["customers", "revenue"],
    axes: ["log", "linear"] };
  // The marks of clouds carry [customer, group, ...], those of other charts [group, ...].
  const CLOUDS = /^(general-(recency-|frequency-|space|risk-map)|tablegeneral-(map|pair))/;
  const same = function () { return window.dash_clientside.no_update; };
  const triggers = function () {
    return window.dash_clientside.callback_context.triggered.map(function (each) {
      return each.prop_id;
    });
  };

  /* What a mark carries. Dash leaves it out of a click where it came as packed numbers; plotly
     still has it, of the mark below the mouse and of every mark in a row. */
  function ownDataOf(mark, graph) {
    if (mark.customdata) return mark.customdata;
    const holder = document.getElementById(graph);
    const plot = holder && holder.querySelector(".js-plotly-plot");
    if (!plot) return null;
    const below = (plot._hoverdata || []).find(function (each) {
      return each.curveNumber === mark.curveNumber && each.customdata;
    });
    if (below) return below.customdata;
    const trace = (plot._fullData || [])[mark.curveNumber];
    return trace && trace.customdata ? trace.customdata[mark.pointNumber] : null;
  }

  function keepsGroup(changed) {
    return changed === "general-measure.value" || changed === "general-axes.value";
  }

  function read(search) {
    const asked = new URLSearchParams(search || "");
    const state = {};
    Object.keys(DEFAULTS).forEach(function (name) {
      const value = asked.get(name);
      const known = !CHOICES[name] || CHOICES[name].includes(value);
      state[name] = value && known ? value.slice(0, 80) : DEFAULTS[name];
    });
    return state;
  }

  function write(search, state) {
    const asked = new URLSearchParams(search || "");
    Object.keys(DEFAULTS).forEach(function (name) {
      if (state[name] && state[name] !== DEFAULTS[name]) asked.set(name, state[name]);
      else asked.delete(name);
    });
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  dash.general = {
    /* -> [search, view, scheme, measure, axes, grouping, group, scheme is hidden].
       The address wins when it changed (arrival, Back, Forward); otherwise the controls do. */
    address: function (search, view, scheme, measure, axes, picked, group, pathname) {
      if (pathname !== "/") return Array(8).fill(same());
      const changed = triggers();
      const arrived = !changed.length || changed.includes("general-address.search");
      let state;
      if (arrived) {
        state = read(search);
      } else {
        state = { view: view, scheme: scheme, measure: measure, axes: axes, group: group || "" };
        if (changed.includes("general-picked.data")) state.group = (picked || {}).group || "";
        // Another grouping has other groups.
        else if (!changed.some(keepsGroup)) state.group = "";
      }
      const written = write(search, state);
      const grouping = state.view === "clusters" ? "clusters" : state.scheme;
      return [
        arrived || written === (search || "") ? same() : written,
        state.view,
        state.scheme,
        state.measure,
        state.axes,
        grouping,
        state.group,
        state.view === "clusters",
      ];
    },

    /* Other customers are shown: the list asks the server for its rows again. */
    ask_again: function () {
      const section = window.dash_clientside.callback_context.outputs_list.id;
      window.dash_ag_grid.getApiAsync(section.replace(/-section$/, "")).then(function (api) {
        // Going back draws the page anew, and its list with it.
        if (!api.isDestroyed()) api.purgeInfiniteCache();
      }).catch(function () { /* the page was left meanwhile */ });
      return same();
    },

    /* Clicks on charts, table rows and the chip -> [{group}, then null for every click].
       Emptied clicks let the same mark be clicked again, which takes the choice back. */
    pick: function () {
      const given = Array.from(arguments);
      const names = given[given.length - 2] || [];
      const group = given[given.length - 1] || "";
      const clicks = given.slice(0, given.length - 5);
      const cell = given[given.length - 5];
      const rows = given[given.length - 4];
      const changed = triggers();
      const answer = function (picked) {
        return [picked].concat(clicks.map(function () { return null; }));
      };
      let name = null;
      if (changed.some(function (each) { return each.endsWith(".n_clicks"); })) {
        return given[given.length - 3] ? answer({ group: "" }) : answer(same());
      }
      if (changed.some(function (each) { return each.endsWith(".cellClicked"); })) {
        name = cell && cell.rowId;
      } else if (changed.some(function (each) { return each.endsWith(".selectedRows"); })) {
        name = rows && rows.length ? rows[0].group : null;
      } else {
        const click = clicks.find(function (each) { return each && each.points; });
        const mark = click && click.points[0];
        const clicked = changed.find(function (each) { return each.endsWith(".clickData"); }) || "";
        const own = mark && ownDataOf(mark, clicked.replace(/\.clickData$/, ""));
        const code = own ? own[CLOUDS.test(clicked) ? 1 : 0] : null;
        // An area of the treemap comes without its customdata, but with its id.
        if (mark && names.includes(mark.id)) name = mark.id;
        else if (typeof code === "number") name = names[Math.round(code)];
      }
      if (!name) return answer(same());
      return answer({ group: name === group ? "" : name });
    },
  };
})();
