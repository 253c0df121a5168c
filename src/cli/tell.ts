/** A word beside the report: on standard error, so that the report stays what it is. */
export function tell(message: string): void {
  process.stderr.write(`conntrack-scan: ${message}\n`);
}
