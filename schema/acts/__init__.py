"""The office's own verbs (appoint, cover, extend, verify, waive, urge …): each makes the change set of one act, checked.

Pure: a register, a day and what the person said go in; a `ChangeSet` comes out, or a `Failure` that says why not. The command line and the app
hand it to the store, which makes one commit of it.
"""
