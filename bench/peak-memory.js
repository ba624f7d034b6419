// Loaded before a program (node --import): writes the peak of its resident memory, in bytes, to the file that
// PEAK_MEMORY_FILE names, when it ends.
import { writeFileSync } from 'node:fs';

const { PEAK_MEMORY_FILE: file = 'peak-memory' } = process.env;
process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
