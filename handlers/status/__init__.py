"""How projects stand: what anybody may ask in a group or in private, and the answers."""
