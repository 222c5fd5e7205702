"""Where data can be fetched from: a folder of the server, a bucket, a database."""
