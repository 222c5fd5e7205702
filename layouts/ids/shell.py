"""The ids of the frame around every page."""

from typing import Final


class Shell:
    """The frame around every page.

    SHOWN (store): `{"name": "cdnow", "snapshot": "<id>", "kind": "log"}` of the data set shown, or
    None while there is none to show; the page is hidden then and STATUS says why. DATA is the same
    while a log is shown, TABLE while a customer table is, each None otherwise: what only one kind
    has takes one of these as Input, and stands in an element of the class `for-log` or
    `for-customers`, which is hidden for the other kind.
    THEME (store): "light" or "dark", already resolved from THEME_CHOICE (light, dark, system).
    TOASTS: the container that messages are put into (see `components.toast`).
    """

    ADDRESS: Final = "shell-address"
    CANCEL: Final = "shell-cancel"
    CANCEL_ROW: Final = "shell-cancel-row"
    DATA: Final = "shell-data"
    SHOWN: Final = "shell-shown"
    TABLE: Final = "shell-table"
    DATA_SUMMARY: Final = "shell-data-summary"
    DATA_SWITCH: Final = "shell-data-switch"
    MAIN: Final = "shell-main"
    MENU: Final = "shell-menu"
    MENU_TOGGLE: Final = "shell-menu-toggle"
    NAV_CLUSTERS: Final = "shell-nav-clusters"
    NAV_CUSTOMERS: Final = "shell-nav-customers"
    NAV_DATA: Final = "shell-nav-data"
    NAV_GENERAL: Final = "shell-nav-general"
    NAV_MODELS: Final = "shell-nav-models"
    NAV_MORE: Final = "shell-nav-more"
    NAV_PLAYBOOK: Final = "shell-nav-playbook"
    NAV_PREDICTION: Final = "shell-nav-prediction"
    POLL: Final = "shell-poll"
    RETRY: Final = "shell-retry"
    RETRY_ROW: Final = "shell-retry-row"
    STATUS: Final = "shell-status"
    THEME: Final = "shell-theme"
    THEME_CHOICE: Final = "shell-theme-choice"
    TOASTS: Final = "shell-toasts"
