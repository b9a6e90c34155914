"""The school book (账本): one encrypted file, its keys, migrations, backups and audit."""
