"""The viewer: a page on this machine that replays raids, from a server that only this machine can reach."""
