"""The only things that change during a run: orders, stock, levers, trace, cash."""
