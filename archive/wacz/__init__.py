"""WACZ: captures of a selection in one file that ReplayWeb.page and pywb replay (specs.webrecorder.net/wacz/1.1.1)."""
