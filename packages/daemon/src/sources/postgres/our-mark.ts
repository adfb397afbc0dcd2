/** Stands before every statement of ours, so that they can be told from those of the service in `pg_stat_statements`. */
export const ourMark = '/* daywatch */ ';
