"""The menus below the chats on LINE: pictures whose places type commands."""
