"""The sample clinic as package data: one cast of people, used by demo, stories and manual."""
