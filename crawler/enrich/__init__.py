"""From an article to what it is about: relevance, topics, actors, countries, instruments. Pure, from data
files.
"""
