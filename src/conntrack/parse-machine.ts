/** MemTotal of /proc/meminfo (meminfo_proc_show in fs/proc/meminfo.c), in bytes. */
export function parseMemory(text: string): number | undefined {
  const kibibytes = /^MemTotal: +(\d{1,12}) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** Cores that are online, by the lines `cpu0`, `cpu1`, … of /proc/stat (show_stat in fs/proc/stat.c). */
export function parseCores(text: string): number | undefined {
  const cores = text.match(/^cpu\d+ /gm)?.length ?? 0;
  return cores === 0 ? undefined : cores;
}
