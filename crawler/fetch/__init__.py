"""Scrapy components that fetch politely and keep what they fetched."""
