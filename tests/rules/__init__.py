"""The rules core: an oracle of our own, laws, refusals and the data behind them."""
