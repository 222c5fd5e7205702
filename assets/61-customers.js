/* Customer Details: the keyboard in the search, and where the focus goes when a customer opens. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  let shown = null;

  function links() {
    return Array.from(document.querySelectorAll(".customer-find .found a"));
  }

  dash.customers = {
    /* A link that was followed is gone, and the focus with it: it moves to the new customer.
       The first customer of a visit keeps the focus where the browser put it. */
    focus: function (card) {
      const opened = card ? window.location.pathname : null;
      const isAnother = shown !== null && opened !== shown;
      shown = opened || "";
      if (opened && isAnother) {
        window.requestAnimationFrame(function () {
          const heading = document.querySelector(".customer-card > h2");
          const lost = !document.activeElement || document.activeElement === document.body;
          if (heading && lost) heading.focus({ preventScroll: true });
        });
      }
      return window.dash_clientside.no_update;
    },
  };

  /* Arrow keys go from the search into its matches and back. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const box = document.querySelector(".customer-search input");
    const stops = box ? [box].concat(links()) : [];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
