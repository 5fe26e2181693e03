export default definePageConfig({ navigationBarTitleText: '礼品和库存' });
