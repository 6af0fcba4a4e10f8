"""Showing: plans, reports and findings as text. Pure; knows neither terminal nor kinds."""
