"""Scrapy components that fetch politely and record what they fetched."""
