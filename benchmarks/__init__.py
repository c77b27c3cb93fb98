"""What is measured: reading against named baselines, facts and findings against labelled sets."""
