"""Drawing of the training pictures: textures, documents, scenes, light."""
