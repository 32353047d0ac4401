// Keeps nothing and answers nothing: that it may be here at all says that the browser knows the laptop.
