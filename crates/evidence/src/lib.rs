//! What the numbers say: paired change, funnels and their denominators. Pure.
