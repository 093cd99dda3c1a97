"""What a person sees: rows, tables and the dossier. Renders only; decides nothing."""
