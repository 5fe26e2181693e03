// Preloaded into the Node processes we start: when the script that started them is gone, even by kill -9,
// they take their ordinary way out. The channel carries no messages and keeps nothing alive.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
