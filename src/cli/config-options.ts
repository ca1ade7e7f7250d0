/** Flags as they are: configuration files come with the config room. */
export async function readConfigFile(flags: Record<string, unknown>): Promise<Record<string, unknown>> {
  return flags;
}
