/* Light or dark before the first paint, then whenever the choice or the system changes.
   Loaded in <head> for the first paint, and again by Dash, which is harmless. */
(function () {
  "use strict";
  const KEY = "csd-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      const choice = window.localStorage.getItem(KEY);
      return choice === "light" || choice === "dark" ? choice : "system";
    } catch (refused) {
      return "system"; // storage is switched off: the system decides
    }
  }

  function remember(choice) {
    try {
      window.localStorage.setItem(KEY, choice);
    } catch (refused) {
      // The choice then lasts as long as the page.
    }
  }

  function show(choice) {
    const theme = choice === "system" ? (system.matches ? "dark" : "light") : choice;
    document.documentElement.dataset.bsTheme = theme;
    document.documentElement.dataset.agThemeMode = theme;
    return theme;
  }

  if (!window.csdTheme) {
    window.csdTheme = { remembered, remember, show };
    system.addEventListener("change", function () {
      const holder = document.querySelector("[data-theme-store]");
      if (remembered() === "system" && holder) {
        window.dash_clientside.set_props(holder.dataset.themeStore, { data: show("system") });
      }
    });
    show(remembered());
  }
})();
