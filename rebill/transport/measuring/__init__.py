"""What a document asks for, measured before anything else looks at it, and what came back of it (access 5.1-5.3)."""
