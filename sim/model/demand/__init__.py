"""Where orders come from: arrivals, groups, referral, pre-sale and recorded files, as pure array functions."""
