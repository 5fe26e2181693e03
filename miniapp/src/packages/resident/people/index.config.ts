export default definePageConfig({ navigationBarTitleText: '换一个人看看' });
