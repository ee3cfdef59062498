"""An invented example, written as networks and survey tools would deliver it."""
