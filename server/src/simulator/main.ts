import { startSimulator } from './simulator.js';

const { SIMULATOR_PORT, WECHAT_APPID, WECHAT_SECRET } = process.env;
if (!/^\d{1,5}$/.test(SIMULATOR_PORT ?? '') || !WECHAT_APPID || !WECHAT_SECRET) {
  process.stderr.write(
    'The WeChat simulator needs SIMULATOR_PORT (a number), WECHAT_APPID and WECHAT_SECRET in the environment.\n',
  );
  process.exit(1);
}

const simulator = await startSimulator({
  port: Number(SIMULATOR_PORT),
  appid: WECHAT_APPID,
  secret: WECHAT_SECRET,
});
process.stdout.write(`WeChat simulator at ${simulator.url}\n`);

const stop = () => {
  simulator.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// A parent that started us with a channel and is gone can no longer stop us.
process.once('disconnect', stop);
