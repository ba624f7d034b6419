// Loaded before a program (node --import): writes the peak of its resident memory, in bytes, to the file that
// PEAK_MEMORY_FILE names, when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS * 1024)));
