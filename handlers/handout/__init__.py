"""Papers and links to pages that people ask for in a chat, of what they may see."""
