/* Sections that open: which ones are open is a list of names in a store, and the address follows. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  /* What each store was last known to say. */
  const known = {};

  function namesIn(text) {
    return new Set(String(text || "").split(",").filter(Boolean));
  }

  dash.sections = {
    /* The names of the open sections -> [whether this one is open, that it is wanted]. */
    open: function (opened) {
      const context = window.dash_clientside.callback_context;
      const section = document.getElementById(context.outputs_list[0].id);
      known[context.inputs_list[0].id] = opened;
      const isOpen = Boolean(section) && namesIn(opened).has(section.dataset.section);
      return [isOpen, isOpen ? true : window.dash_clientside.no_update];
    },

    /* [What is shown, whether it was wanted] -> that it is wanted, once. */
    want: function (shown, wanted) {
      return shown && !wanted ? true : window.dash_clientside.no_update;
    },
  };

  /* A section that its reader opens or closes; one that the address opened is known already. */
  document.addEventListener("toggle", function (event) {
    const section = event.target;
    const store = section.dataset && section.dataset.opened;
    if (!store) return;
    const names = namesIn(known[store]);
    const name = section.dataset.section;
    if (names.has(name) === section.open) return;
    if (section.open) names.add(name);
    else names.delete(name);
    known[store] = Array.from(names).join(",");
    window.dash_clientside.set_props(store, { data: known[store] });
  }, true);
})();
