"""Papers that people ask for in a chat: pictures and files of what they may see."""
