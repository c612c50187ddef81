"""Where orders come from: rates, arrivals, groups, referral, pre-sale and recorded files, as pure array functions."""
