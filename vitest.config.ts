import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    tags: [{ name: 'slow', description: 'Takes seconds: `npm run test:quick` leaves it out.' }],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { ORT_DISABLE_TELEMETRY: '1' },
    reporters: ['default', './test/count-reporter.ts'],
  },
});
