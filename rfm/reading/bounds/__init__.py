"""What no shop's file has, refused before it is read: sizes that lie, cells far apart."""
