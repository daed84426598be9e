"""The only home of kubernetes_asyncio: connections, streams, snapshots, logs; imported late."""
