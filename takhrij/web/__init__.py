"""The workbench: a local web application over one case. `takhrij serve` starts it."""
